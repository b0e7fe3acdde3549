import { expect, test } from 'vitest';
import { readRows, roleBy, writeRows } from './bulk-rows';

const roleOf = roleBy(
  new Map([
    ['manager', 'Führungskraft'],
    ['author', 'Autor'],
  ]),
);
const read = (text: string) => readRows(text, roleOf);
const people = (text: string) => read(text).rows.map(({ member }) => `${member.name} <${member.email}>`);
const zoe = ['Zoë Müller <zoe@acme.example>'];

test.each([
  ['sep= names the separator and is no row', 'sep=;\nemail;name\nzoe@acme.example;Zoë Müller'],
  ['sep= in quotes', '"sep=;"\r\nemail;name\r\nzoe@acme.example;Zoë Müller\r\n'],
  ['a mark at the beginning', '\uFEFFE-Mail-Adresse;Name\r\nzoe@acme.example;Zoë Müller'],
  ['German halves of a name', 'Nachname;Vorname;E-Mail\nMüller;Zoë;zoe@acme.example'],
  ['the German name that is the family name', 'Name;Vorname;E-Mail\nMüller;Zoë;zoe@acme.example'],
  ['Italian', 'Cognome,Nome,Indirizzo e-mail\nMüller,Zoë,zoe@acme.example'],
  ['Hindi', 'ईमेल पता,नाम\nzoe@acme.example,Zoë Müller'],
  ['English halves of a name', 'firstname,lastname,email\nZoë,Müller,zoe@acme.example'],
  ['decorated names', 'E-mail address *\tFULL_NAME\nzoe@acme.example\tZoë Müller'],
  ['no names, the address first', 'zoe@acme.example|Zoë Müller'],
  ['line ends of an old Mac', 'name,email\rZoë Müller,zoe@acme.example\r'],
  ['a line break within quotes', 'name,email\n"Zoë\r\nMüller",zoe@acme.example'],
  ['blank lines and rows of separators', '\n\n;;;\nZoë Müller;zoe@acme.example\n\n;;'],
])('%s', (_, text) => expect(people(text)).toEqual(zoe));

test('the separator is the one by which most rows have an address', () => {
  const text = 'Zoë Müller,zoe@acme.example,manager;author,Zürich\nJürgen Größer,juergen@acme.example,,Köln\n';
  expect(read(text).rows.map(row => row.member)).toEqual([
    { name: 'Zoë Müller', email: 'zoe@acme.example', roles: ['manager', 'author'], region: 'Zürich' },
    { name: 'Jürgen Größer', email: 'juergen@acme.example', roles: [], region: 'Köln' },
  ]);
  expect(people('Zoë;zoe@acme.example;a,b,c\nMax;max@müller.example;d,e,f')).toEqual([
    'Zoë <zoe@acme.example>',
    'Max <max@müller.example>',
  ]);
});

test('lines are counted as the file has them', () => {
  const text =
    'sep=,\r\nname,email\r\n\r\n"Zoë\r\nMüller",zoe@acme.example\r\nAnna Berg,\r\nZ,ZOE@acme.example\r\nJ\uFFFDrgen,j@acme.example';
  const { rows, faults } = read(text);
  expect(rows.map(row => row.line)).toEqual([4]);
  expect(faults).toEqual([
    { line: 6, kind: 'missing' },
    { line: 7, kind: 'twice', first: 4 },
    { line: 8, kind: 'unreadable' },
  ]);
});

test('roles are known by the name that the page has for them, and others left to the API', () => {
  const { rows } = read('name,email,roles\nAnn,ann@acme.example,führungskraft;Regional admin;king');
  expect(rows[0]?.member.roles).toEqual(['manager', 'regional_admin', 'king']);
});

test('what is written to be corrected is read again', () => {
  const { rows } = read('Name;E-Mail;Rollen;Regionen\n"Berg, Anna";anna@acme.example;Autor;"Nord;Süd"');
  expect(read(writeRows(rows)).rows.map(row => row.member)).toEqual(rows.map(row => row.member));
});
