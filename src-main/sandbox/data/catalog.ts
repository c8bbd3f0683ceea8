/** Facts about a product; they become the `specs` of its document. */
export type Specs = Readonly<Record<string, string | number | readonly string[]>>;

/** Models of one brand that share facts: `'iPhone 15 Pro:1199, iPhone 15 Pro Max:1299'`. */
export interface ModelLine {
  readonly brand: string;
  readonly specs: Specs;
  readonly models: string;
}

/** One way in which a model is sold: the first option is the plain one and adds nothing to the name. */
export interface VariantAxis {
  readonly spec: string;
  readonly options: readonly {
    readonly value: string | number;
    readonly label: string;
    /** Times the model's price. */
    readonly factor: number;
  }[];
}

export interface Category {
  readonly category: string;
  readonly count: number;
  readonly lines: readonly ModelLine[];
  readonly axes: readonly VariantAxis[];
}

export const line = (brand: string, models: string, specs: Specs = {}): ModelLine => ({
  brand,
  models,
  specs,
});

/** `axis('storage_gb', [256, '', 1], [512, '512 GB', 1.12])` */
export const axis = (
  spec: string,
  ...options: readonly (readonly [string | number, string, number])[]
): VariantAxis => ({
  spec,
  options: options.map(([value, label, factor]) => ({ value, label, factor })),
});

export const condition = axis(
  'condition',
  ['new', '', 1],
  ['refurbished', 'refurbished', 0.78],
  ['open box', 'open box', 0.9],
);
