// What the tabs with a list share: the person chosen, kept by the home screen so that it survives a change of tab.

export interface PanelProps {
  readonly person: string | undefined; // an address
  readonly onPerson: (address: string | undefined) => void;
}
