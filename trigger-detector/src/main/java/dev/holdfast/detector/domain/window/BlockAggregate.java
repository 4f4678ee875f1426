package dev.holdfast.detector.domain.window;

import java.util.Arrays;

/// The aggregate of a window that only grows at one end and shrinks at the other, without ever taking a value out:
/// two stacks, over blocks of 64 samples. The oldest block is kept as suffix aggregates, the blocks between as one
/// aggregate each, the newest as a running one; so a long window costs no more than a short one.
final class BlockAggregate {

    static final int BLOCK = 64;

    /// How two aggregates become one. Each is a pair of numbers: for a sum its compensation is the second.
    enum Kind {
        SUM,
        MIN,
        MAX
    }

    private final Kind kind;
    private final double none;

    /// Suffix aggregates of the oldest block, from `front` up to `frontEnd`.
    private double[] suffix = new double[0];

    private int front;
    private int frontEnd;

    /// Blocks between: up to `flipped` as suffix aggregates, from there as they are, these also joined in `back`.
    private double[] blocks = new double[8];

    private int[] lengths = new int[4];
    private int first;
    private int flipped;
    private int end;
    private final double[] back = new double[2];
    private final double[] tail = new double[2];
    private int tailLength;
    private final double[] joined = new double[2];

    BlockAggregate(Kind kind) {
        this.kind = kind;
        this.none = kind == Kind.SUM ? 0 : Double.NaN;
        reset(back);
        reset(tail);
    }

    private void reset(double[] pair) {
        pair[0] = none;
        pair[1] = 0;
    }

    void enter(double value) {
        join(tail, value, 0);
        if (++tailLength == BLOCK) {
            push();
        }
    }

    private void push() {
        if (end == lengths.length) {
            compact();
        }
        blocks[2 * end] = tail[0];
        blocks[2 * end + 1] = tail[1];
        lengths[end++] = tailLength;
        join(back, tail[0], tail[1]);
        reset(tail);
        tailLength = 0;
    }

    private void compact() {
        int length = end - first;
        int room = length > lengths.length / 2 ? lengths.length * 2 : lengths.length;
        blocks = Arrays.copyOf(Arrays.copyOfRange(blocks, 2 * first, 2 * end), 2 * room);
        lengths = Arrays.copyOf(Arrays.copyOfRange(lengths, first, end), room);
        flipped = Math.max(0, flipped - first);
        first = 0;
        end = length;
    }

    /// The oldest sample leaves; `oldest` shows it.
    void leave(Cursor oldest) {
        if (front == frontEnd) {
            refill(oldest);
        }
        front++;
    }

    private void refill(Cursor oldest) {
        int length;
        if (first < end) {
            if (first >= flipped) {
                flip();
            }
            length = lengths[first++];
        } else {
            length = tailLength;
            reset(tail);
            tailLength = 0;
        }
        if (suffix.length < 2 * length) {
            suffix = new double[2 * Math.max(length, BLOCK)];
        }
        Cursor cursor = oldest.copy();
        for (int i = 0; i < length && cursor.peekLive(); i++) {
            suffix[2 * i] = cursor.value;
            suffix[2 * i + 1] = 0;
            cursor.pass();
        }
        accumulate(suffix, 0, length);
        front = 0;
        frontEnd = length;
    }

    private void flip() {
        accumulate(blocks, first, end);
        flipped = end;
        reset(back);
    }

    /// Turns pairs into suffix aggregates in place.
    private void accumulate(double[] pairs, int from, int to) {
        reset(joined);
        for (int i = to - 1; i >= from; i--) {
            join(joined, pairs[2 * i], pairs[2 * i + 1]);
            pairs[2 * i] = joined[0];
            pairs[2 * i + 1] = joined[1];
        }
    }

    private void join(double[] into, double value, double compensation) {
        switch (kind) {
            case SUM -> {
                double total = into[0] + value;
                double lost =
                        Math.abs(into[0]) >= Math.abs(value)
                                ? (into[0] - total) + value
                                : (value - total) + into[0];
                into[1] = Double.isInfinite(total) ? 0 : into[1] + compensation + lost;
                into[0] = total;
            }
            case MIN -> into[0] = Double.isNaN(into[0]) || value < into[0] ? value : into[0];
            case MAX -> into[0] = Double.isNaN(into[0]) || value > into[0] ? value : into[0];
        }
    }

    /// The aggregate of everything inside; valid until the next call.
    double[] total() {
        reset(joined);
        if (front < frontEnd) {
            join(joined, suffix[2 * front], suffix[2 * front + 1]);
        }
        if (first < flipped) {
            join(joined, blocks[2 * first], blocks[2 * first + 1]);
        }
        join(joined, back[0], back[1]);
        join(joined, tail[0], tail[1]);
        return joined;
    }
}
