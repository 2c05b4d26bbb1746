# Write ordinary mail with the gem "mail" (Debian: ruby-mail): ruby make_samples.rb
require 'mail'

TEXT = "Hello Jo,\n\nyour order is on its way.\n\n-- \nOrders\n"
WIDE = "Grüße aus Köln,\n\nваш заказ уже в пути – 東京から。 " + 'A paragraph that goes on. ' * 12 + "\n.\nFrom now on = better\n"
HTML = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Order</title></head><body><p>Grüße, <a href="https://example.com/o?id=1">your order</a></p></body></html>'
PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

def message(name, subject)
  mail = Mail.new(charset: 'UTF-8')
  mail.from = 'Zoé Müller <orders@example.com>'
  mail.to = ['Jo <jo@example.net>', 'zoe@example.net']
  mail.subject = subject
  mail.message_id = '<1@example.com>'
  yield mail
  File.binwrite(File.join(__dir__, 'samples', "ruby_mail-#{name}.eml"), mail.to_s)
end

message('plain', 'Your order 4711') { |mail| mail.body = TEXT }
message('wide', 'Ваш заказ № 42 – “Grüße” aus 東京, delivered today: see what is in it') { |mail| mail.body = WIDE }
message('full', 'Grüße') do |mail|
  mail.text_part = Mail::Part.new { body TEXT }
  mail.html_part = Mail::Part.new { content_type 'text/html; charset=UTF-8'; body HTML }
  mail.attachments['Reçu – mai 2026.pdf'] = PDF
  mail.attachments['lines.csv'] = "a,b\n1,2\n"
end
