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

/** Lines are at most 75 octets; what is longer goes on in the next, after a space (3.1). */
function fold(line) {
  const out = [];
  let part = "";
  let size = 0;
  for (const char of line) {
    const octets = new TextEncoder().encode(char).length;
    if (size + octets > 74) {
      out.push(part);
      part = "";
      size = 0;
    }
    part += char;
    size += octets;
  }
  return [...out, part].join("\r\n ");
}

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
