"""What became of the reports' text: `ledger` accounts for it row by row, `ledger_csv` and `summary` write that down."""
