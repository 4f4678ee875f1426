package dev.holdfast.backbone.events;

/// A version of a component, as the ledger names it: `backend 1.5.0`.
public record Release(String component, String version) {
    public Release {
        if (component.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException(
                    "A release needs a component and a version, got '%s' and '%s'"
                            .formatted(component, version));
        }
    }

    @Override
    public String toString() {
        return component + " " + version;
    }
}
