"""Give the browser what it answers from: data, of the same model, for the scripts of `render/assets/live/`."""
