/** One appointment as iCalendar text (RFC 5545). */

const two = (number) => String(number).padStart(2, "0");
const day = (date) => `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Returns the next weekday after `now`. */
export function nextWorkday(now) {
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  while ([0, 6].includes(date.getDay())) date.setDate(date.getDate() + 1);
  return date;
}

/** Folds lines at 75 octets (3.1): 18 characters have at most 72 octets. */
const fold = (line) => (new TextEncoder().encode(line).length > 75 ? line.replace(/.{18}(?=.)/gu, "$&\r\n ") : line);

/** @param {{uid: string, summary: string, text: string, on: Date, stamp: Date}} event */
export function calendarText({ uid, summary, text, on, stamp }) {
  const utc = stamp.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Coursewright//Lesson//EN",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${utc}`,
    `DTSTART:${day(on)}T090000`,
    "DURATION:PT15M",
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(text)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
