"""Pictures as numbers: where things stand in a picture. Templates set them as SVG; words come from views."""
