import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { shelved } from '../../offline/shelf';

export type BoardName = Schema<'Board'>;

export function boardQuery(board: BoardName) {
  return shelved(['board', board], () =>
    answered(api.GET('/v1/boards/{board_id}', { params: { path: { board_id: board } } })),
  );
}

export function ownRankQuery(board: BoardName) {
  return shelved(['own-rank', board], () =>
    answered(api.GET('/v1/boards/{board_id}/me', { params: { path: { board_id: board } } })),
  );
}
