"""The pages that staff work with, in Vietnamese: made on the server, with a little JavaScript."""
