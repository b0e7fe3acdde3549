import createClient from 'openapi-fetch';
import type { Schema } from 'shared/api/schemas';
import { authorizedFetch } from 'shared/session/authorized-fetch';

/**
 * The routes of archives, until the description of the API has them. Then `api` takes the place of `archives`, the generated schemas that of
 * these types, and this file goes.
 */
export interface CourseExport {
  export_id: string;
  course_id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  done: number;
  total: number;
  reason?: string | null;
  file_name?: string | null;
  size?: number | null;
  /** Signed, and works for a while. */
  address?: string | null;
  requested_at: string;
}

/** What an uploaded .zip file is: a book, or what Trellis has exported. */
export type ArchiveKind = 'mdbook' | 'trellis';

export interface AnnouncedArchive {
  kind: ArchiveKind;
  file_name: string;
  size: number;
  course_id?: string;
}

interface Body<Content> {
  content: { 'application/json': Content };
}

interface Attempted {
  header: { 'Idempotency-Key': string };
}

interface CoursePath {
  path: { course_id: string };
}

interface ArchivePaths {
  '/v1/admin/courses/{course_id}/exports': {
    post: { parameters: Attempted & CoursePath; responses: { 202: Body<CourseExport> } };
  };
  '/v1/admin/courses/{course_id}/exports/{export_id}': {
    get: { parameters: { path: { course_id: string; export_id: string } }; responses: { 200: Body<CourseExport> } };
  };
  '/v1/admin/courses/{course_id}/copies': {
    post: {
      parameters: Attempted & CoursePath;
      requestBody: Body<{ title: string }>;
      responses: { 201: Body<{ import_id: string }> };
    };
  };
  '/v1/admin/imports': {
    post: {
      parameters: Attempted;
      requestBody: Body<AnnouncedArchive>;
      responses: { 201: Body<Schema<'ImportAnnounced'>> };
    };
  };
}

export const archives = createClient<ArchivePaths>({ baseUrl: location.origin, fetch: authorizedFetch });
