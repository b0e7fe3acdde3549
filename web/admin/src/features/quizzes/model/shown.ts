import type { Shown } from 'shared/quiz/given';
import type { Question } from './question';

/** Makes HTML of Markdown. */
type Render = (markdown: string) => string;

function choices(texts: readonly string[], render: Render) {
  return texts.map((text, at) => ({ id: `c${at}`, html: render(text) }));
}

/** Another order than the one in which the right answers are written, and the same whenever it is looked at. */
function mixed<Item>(items: readonly Item[]): Item[] {
  return [...items.filter((_, at) => at % 2 === 1), ...items.filter((_, at) => at % 2 === 0)];
}

/** A question as learners would get it, with what is to be chosen in some order. */
export function shownOf(question: Question, render: Render, pictureAddress: string | undefined): Shown {
  const common = { id: question.id, html: render(question.text), points: question.points ?? 1 };
  switch (question.kind) {
    case 'single':
    case 'multiple': {
      const texts = question.answers.map(answer => answer.text);
      return { ...common, kind: question.kind, choices: choices(texts, render) };
    }
    case 'true_false':
    case 'text':
      return { ...common, kind: question.kind };
    case 'numeric':
      return { ...common, kind: question.kind, units: (question.units ?? []).map(unit => unit.name) };
    case 'ordering':
      return { ...common, kind: question.kind, items: mixed(choices(question.items, render)) };
    case 'matching': {
      const all = [...question.pairs.map(pair => pair.answer), ...(question.distractors ?? [])];
      const prompts = choices(
        question.pairs.map(pair => pair.prompt),
        render,
      );
      return { ...common, kind: question.kind, prompts, answers: mixed(choices([...new Set(all)], render)) };
    }
    case 'gaps':
      return {
        ...common,
        kind: question.kind,
        gaps: question.gaps.map((gap, at) => ({
          id: String(at + 1),
          ...(gap.choices &&
            gap.choices.length > 0 && {
              choices: choices(
                gap.choices.map(choice => choice.text),
                render,
              ),
            }),
        })),
      };
    case 'hotspot':
      return {
        ...common,
        kind: question.kind,
        several: question.several ?? false,
        ...(pictureAddress && {
          picture: {
            address: pictureAddress,
            ...(question.picture_description && { description: question.picture_description }),
          },
        }),
      };
  }
}
