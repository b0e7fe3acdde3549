import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => answered(api.GET('/v1/me')) });
