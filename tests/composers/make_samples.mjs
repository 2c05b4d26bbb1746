// Write ordinary mail with nodemailer and emailjs: COMPOSERS=<folder with node_modules> node make_samples.mjs
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(join(process.env.COMPOSERS ?? '.', 'package.json'))
const folder = join(dirname(fileURLToPath(import.meta.url)), 'samples')

const from = { name: 'Zoé Müller, Orders', address: 'orders@example.com' }
const to = 'Jo <jo@example.net>'
const text = 'Hello Jo,\n\nyour order is on its way.\n\n-- \nOrders\n'
const wide = 'Grüße aus Köln,\n\nваш заказ уже в пути – 東京から。 ' + 'A paragraph that goes on. '.repeat(12) + '\n.\nFrom now on = better\n'
const html = '<!DOCTYPE html><html lang="en"><head><title>Order</title></head><body><p>Grüße, <a href="https://example.com/o?id=1">your order</a></p><img src="cid:logo@example.com" alt="Logo"></body></html>'
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const date = new Date('2026-01-01T00:00:00Z')
const messageId = '<1@example.com>'

const messages = {
  plain: { from: 'orders@example.com', to, subject: 'Your order 4711', text, date, messageId },
  wide: { from, to, cc: 'a@example.org', replyTo: 'help@example.com', subject: 'Ваш заказ № 42 – “Grüße” aus 東京, delivered today: see what is in it', text: wide, date, messageId },
  full: {
    from, to, subject: 'Grüße', text, html, date, messageId,
    attachments: [
      { filename: 'logo.png', content: png, cid: 'logo@example.com' },
      { filename: 'Reçu – mai 2026.pdf', content: pdf },
      { filename: 'notes.txt', content: 'Grüße\n' }
    ],
    list: { unsubscribe: { url: 'https://example.com/u?t=1', comment: 'Leave' } }
  },
  invite: { from: 'orders@example.com', to, subject: 'Visit', text, date, messageId,
    icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nPRODID:-//Example//EN\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\nDTEND:20260102T110000Z\r\nSUMMARY:Visit\r\nORGANIZER:mailto:orders@example.com\r\nATTENDEE:mailto:jo@example.net\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' } }
}

async function nodemailer (name) {
  const MailComposer = require('nodemailer/lib/mail-composer')
  for (const [sample, message] of Object.entries(messages)) {
    writeFileSync(join(folder, `${name}-${sample}.eml`), await new MailComposer(message).compile().build())
  }
}

async function emailjs (name) {
  const { Message } = await import(require.resolve('emailjs'))
  const head = { from: 'Orders <orders@example.com>', to, 'message-id': messageId, date: date.toUTCString().replace('GMT', '+0000') }
  const made = {
    plain: new Message({ ...head, subject: 'Your order 4711', text }),
    full: new Message({ ...head, subject: 'Grüße', text: wide, attachment: [
      { data: html, alternative: true },
      { data: pdf.toString('base64'), encoded: true, type: 'application/pdf', name: 'report.pdf' }] })
  }
  for (const [sample, message] of Object.entries(made)) writeFileSync(join(folder, `${name}-${sample}.eml`), await message.readAsync())
}

for (const [name, compose] of Object.entries({ nodemailer, emailjs })) {
  try {
    await compose(name)
    console.log(name)
  } catch (error) {
    console.error(name, error.message)
  }
}
