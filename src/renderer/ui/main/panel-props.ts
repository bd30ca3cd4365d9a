// What the tabs with a list share: the chosen person, stored by the home screen so that a change of tab keeps the
// choice.

/** The chosen person, and how to choose another one or nobody. */
export interface PanelProps {
  readonly person: string | undefined; // an address
  readonly onPerson: (address: string | undefined) => void;
}
