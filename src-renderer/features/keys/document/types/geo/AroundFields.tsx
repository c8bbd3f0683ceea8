import { Crosshair } from 'lucide-react';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { Field } from '../../../../../ui/Field.tsx';
import { NumberField } from '../../../../../ui/NumberField.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import type { Around } from './around.ts';
import { units } from './units.ts';

const shapes = [
  { value: 'radius', label: 'Radius' },
  { value: 'box', label: 'Box' },
] as const;
const orders = [
  { value: 'near', label: 'Nearest first' },
  { value: 'far', label: 'Farthest first' },
] as const;

const shared = { labelHidden: true, size: 'sm', soft: true, mono: true } as const;

type Size = 'radius' | 'width' | 'height';
const sizes: Readonly<Record<Around['by'], readonly { id: Size; label: string }[]>> = {
  radius: [{ id: 'radius', label: 'Radius' }],
  box: [
    { id: 'width', label: 'Width' },
    { id: 'height', label: 'Height' },
  ],
};

export interface AroundFieldsProps {
  readonly around: Around;
  readonly onChange: (around: Around) => void;
}

/** What is asked of GEOSEARCH; it is asked as soon as it can be read. */
export function AroundFields({ around, onChange }: AroundFieldsProps) {
  return (
    <div className="bar tight" role="group" aria-label="Places around a point">
      <Field
        {...shared}
        label="Center, longitude and latitude"
        placeholder="around longitude, latitude"
        icon={Crosshair}
        className="w-64"
        value={around.center}
        onChange={(center) => {
          onChange({ ...around, center });
        }}
      />
      <Select
        label="Shape"
        value={around.by}
        options={shapes}
        onChange={(by) => {
          onChange({ ...around, by });
        }}
      />
      {sizes[around.by].map(({ id, label }) => (
        <Field
          {...shared}
          key={id}
          label={label}
          placeholder={label.toLowerCase()}
          className="w-20"
          value={around[id]}
          onChange={(text) => {
            onChange({ ...around, [id]: text });
          }}
        />
      ))}
      <Select
        label="Unit"
        value={around.unit}
        options={units}
        onChange={(unit) => {
          onChange({ ...around, unit });
        }}
      />
      <Select
        label="Order of the places"
        value={around.order}
        options={orders}
        onChange={(order) => {
          onChange({ ...around, order });
        }}
      />
      <span className="text-12 text-text-3">at most</span>
      <NumberField
        {...shared}
        label="At most"
        className="w-16"
        integer
        min={1}
        max={LIMITS.pageElements}
        value={around.count}
        onChange={(count) => {
          onChange({ ...around, count });
        }}
      />
    </div>
  );
}
