import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { shelved } from '../../offline/shelf';

export const sessionsQuery = shelved(['sessions'], () => answered(api.GET('/v1/me/sessions')));
