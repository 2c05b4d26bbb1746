<?php
// Write ordinary mail with PHPMailer (Debian: libphp-phpmailer php-cli): php make_samples.php
require '/usr/share/php/libphp-phpmailer/autoload.php';
use PHPMailer\PHPMailer\PHPMailer;

$text = "Hello Jo,\n\nyour order is on its way.\n\n-- \nOrders\n";
$wide = "Grüße aus Köln,\n\nваш заказ уже в пути – 東京から。 " . str_repeat('A paragraph that goes on. ', 12) . "\n.\nFrom now on = better\n";
$html = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title></head><body><p>Grüße, <a href="https://example.com/o?id=1">your order</a></p><img src="cid:logo" alt="Logo"></body></html>';
$png = base64_decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
$pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

function message(string $name, string $subject, callable $fill): void
{
    $mail = new PHPMailer(true);
    $mail->isSMTP();
    $mail->CharSet = 'UTF-8';
    $mail->Hostname = 'example.com';
    $mail->setFrom('orders@example.com', 'Zoé Müller, Orders');
    $mail->addAddress('jo@example.net', 'Jo');
    $mail->addReplyTo('help@example.com');
    $mail->Subject = $subject;
    $fill($mail);
    $mail->preSend();
    file_put_contents(__DIR__ . "/samples/phpmailer-$name.eml", $mail->getSentMIMEMessage());
}

message('plain', 'Your order 4711', fn ($mail) => $mail->Body = $text);
message('wide', 'Ваш заказ № 42 – “Grüße” aus 東京, delivered today: see what is in it', fn ($mail) => $mail->Body = $wide);
message('quoted', 'Grüße', function ($mail) use ($wide) {
    $mail->Encoding = 'quoted-printable';
    $mail->Body = $wide;
});
message('full', 'Grüße', function ($mail) use ($html, $text, $png, $pdf) {
    $mail->isHTML(true);
    $mail->Body = $html;
    $mail->AltBody = $text;
    $mail->addStringEmbeddedImage($png, 'logo', 'logo.png', 'base64', 'image/png');
    $mail->addStringAttachment($pdf, 'Reçu – mai 2026.pdf');
    $mail->addCustomHeader('List-Unsubscribe', '<https://example.com/u?t=1>');
});
