"""The preview: what it shows, who it answers, how quickly a save is seen."""
