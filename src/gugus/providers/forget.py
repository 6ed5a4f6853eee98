"""The directory says nothing about a person: nothing of it hangs on a record that can be forgotten."""

LEFT = ()
