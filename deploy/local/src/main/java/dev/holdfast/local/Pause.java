package dev.holdfast.local;

/// The pause between two looks at something outside that cannot tell us.
final class Pause {
    private static final long MILLIS = 20;

    private Pause() {}

    static void shortly() {
        millis(MILLIS);
    }

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while waiting", e);
        }
    }
}
