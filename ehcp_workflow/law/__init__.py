"""What the law says: periods, working days, rules and the dates they give. Pure: no database, network or clock."""
