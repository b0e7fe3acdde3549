import type { ReactNode } from 'react';
import { type TextId, useText } from '../text';
import { Conflict } from './conflict';
import layout from './layout.module.css';
import type { VersionedDraft } from './use-versioned-form';

interface VersionedFormProps<Draft extends object> {
  form: VersionedDraft<Draft>;
  className?: string | undefined;
  /** Whether it can be sent as it is. */
  ready?: boolean;
  labels: Record<keyof Draft, TextId>;
  /** How what a field holds reads where two versions stand side by side. */
  shown: (draft: Draft, field: keyof Draft) => string;
  children: ReactNode;
}

/** A form over something that others may change at the same time, and above it the choice where both changed the same. */
export function VersionedForm<Draft extends object>({
  form,
  className = layout.form,
  ready = true,
  labels,
  shown,
  children,
}: VersionedFormProps<Draft>) {
  const text = useText();
  return (
    <>
      <form
        className={className}
        onSubmit={event => {
          event.preventDefault();
          if (ready) void form.save();
        }}
      >
        {children}
      </form>
      <Conflict form={form} labelOf={field => text(labels[field])} shown={shown} />
    </>
  );
}
