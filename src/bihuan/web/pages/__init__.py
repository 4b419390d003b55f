"""One file per page; the template of the same name lies in templates/pages/."""
