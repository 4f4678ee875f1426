package dev.holdfast.backbone.events;

/// How bad it is, worst first: P0 is down or losing data, P3 is cosmetic.
public enum Severity {
    P0,
    P1,
    P2,
    P3;

    public boolean worseThan(Severity other) {
        return compareTo(other) < 0;
    }
}
