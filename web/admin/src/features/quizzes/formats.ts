import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { MOST_QUESTIONS, newQuestionId, type Question } from './model/question';

export type Format = Schema<'QuestionFormat'>;
export type Skipped = Schema<'SkippedQuestion'>;

export const FORMATS = ['gift', 'moodle_xml', 'qti', 'csv'] as const satisfies readonly Format[];

/** What a file dialogue offers. */
export const ACCEPTS: Record<Format, readonly string[]> = {
  gift: ['.gift', '.txt'],
  moodle_xml: ['.xml'],
  qti: ['.zip', '.xml'],
  csv: ['.csv', '.txt'],
};

/** What was read, and what could not be. */
export interface Reading {
  questions: Question[];
  skipped: readonly Skipped[];
}

/** Asks the API to read questions. They get names of their own, so that they stand beside those that are there. */
export async function readQuestions(format: Format, content: string): Promise<Reading> {
  const read = await answered(api.POST('/v1/admin/questions/reading', { body: { format, content } }));
  const questions = read.questions.map(question => ({ ...question, id: newQuestionId() }));
  return { questions, skipped: read.skipped };
}

/** As many of them as there is room for. */
export function withRead(questions: readonly Question[], read: readonly Question[]): Question[] {
  return [...questions, ...read].slice(0, MOST_QUESTIONS);
}

const PART = 0x8000;

/** A file as the API takes it: packages as base64, everything else as text. */
export async function contentOfFile(format: Format, file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (format !== 'qti' || !isArchive) return new TextDecoder().decode(bytes);
  let binary = '';
  for (let at = 0; at < bytes.length; at += PART) binary += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(binary);
}

/** A file with the questions; what the format has no room for is named. */
export async function writeQuestions(format: Format, questions: readonly Question[]) {
  const body = { format, questions: [...questions] };
  const written = await answered(api.POST('/v1/admin/questions/writing', { body }));
  const isArchive = written.content_type.includes('zip');
  const bytes = isArchive ? Uint8Array.from(atob(written.content), letter => letter.charCodeAt(0)) : written.content;
  return { name: written.file_name, blob: new Blob([bytes], { type: written.content_type }), skipped: written.skipped };
}
