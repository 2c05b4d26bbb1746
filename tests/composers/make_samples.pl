# Write ordinary mail with MIME::Lite and Email::Stuffer (Debian: libmime-lite-perl libemail-stuffer-perl): perl make_samples.pl
use strict; use warnings; use utf8;
use Encode qw(encode); use FindBin;
use MIME::Lite; use Email::Stuffer;

my $text = "Hello Jo,\n\nyour order is on its way.\n\n-- \nOrders\n";
my $wide = "Grüße aus Köln,\n\nваш заказ уже в пути – 東京から。 " . 'A paragraph that goes on. ' x 12 . "\n.\nFrom now on = better\n";
my $html = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title></head><body><p>Hello, <a href="https://example.com/o?id=1">your order</a></p></body></html>';
my $pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

sub keep { my ($name, $octets) = @_; open my $file, '>:raw', "$FindBin::Bin/samples/$name.eml" or die $!; print $file $octets }

keep('mime_lite-plain', MIME::Lite->new(From => 'orders@example.com', To => 'jo@example.net', Subject => 'Your order 4711', Data => $text)->as_string);
my $lite = MIME::Lite->new(From => 'Orders <orders@example.com>', To => 'jo@example.net', Subject => encode('MIME-Header', 'Grüße'), Type => 'multipart/mixed');
$lite->attach(Type => 'text/plain; charset=UTF-8', Data => encode('UTF-8', $wide), Encoding => 'quoted-printable');
$lite->attach(Type => 'application/pdf', Filename => 'report.pdf', Data => $pdf, Disposition => 'attachment');
keep('mime_lite-full', $lite->as_string);
keep('email_stuffer-full', Email::Stuffer->from('Orders <orders@example.com>')->to('jo@example.net')->subject('Grüße')
    ->text_body($wide)->html_body($html)->attach($pdf, content_type => 'application/pdf', filename => 'report.pdf', name => 'report.pdf')->as_string);
