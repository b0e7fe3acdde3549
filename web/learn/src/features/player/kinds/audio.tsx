import type { Kind } from './kind';
import { MEDIA } from './media/media-task';

export const audio: Kind<'audio'> = MEDIA;
