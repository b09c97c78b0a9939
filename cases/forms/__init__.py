"""Forms: what people type, read into content or told what to mend."""
