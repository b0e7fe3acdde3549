import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { shelved } from '../../offline/shelf';

export const homeQuery = shelved(['home'], async () => answered(api.GET('/v1/me/home')));
