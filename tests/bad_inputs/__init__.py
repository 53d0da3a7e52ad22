"""Bad inputs for every parser of bytes that others wrote, the same in every run, and what each may make of them."""
