package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.GoValues.Nothing;
import dev.holdfast.detector.domain.template.GoValues.Sample;
import dev.holdfast.detector.domain.template.GoValues.Samples;
import dev.holdfast.detector.domain.template.GoValues.Texts;
import dev.holdfast.detector.domain.template.GoValues.Things;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Go's functions that compare and take apart: a whole number and one with a fraction do not compare.
final class Comparing {

    private static final String BAD_TYPE = "invalid type for comparison";
    private static final String DIFFERENT = "incompatible types for comparison";

    private Comparing() {}

    static boolean equal(List<Object> args) {
        if (args.size() < 2) {
            throw new Failure("missing argument for comparison");
        }
        boolean any = false;
        for (Object other : args.subList(1, args.size())) {
            if (!any) {
                any = same(args.getFirst(), other);
            }
        }
        return any;
    }

    static boolean same(Object a, Object b) {
        if (a == Nothing.NIL || b == Nothing.NIL) {
            return a == Nothing.NIL && b == Nothing.NIL;
        }
        basic(a);
        basic(b);
        if (a.getClass() != b.getClass()) {
            throw new Failure(DIFFERENT);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return a.equals(b);
    }

    private static void basic(Object value) {
        switch (value) {
            case Double _, Long _, String _, Boolean _ -> {}
            case Texts _, Things _, Samples _ ->
                    throw new Failure(
                            "non-comparable type %s: %s"
                                    .formatted(Format.plain(value), GoValues.type(value)));
            default -> throw new Failure(BAD_TYPE);
        }
    }

    static boolean less(Object a, Object b) {
        ordered(a);
        ordered(b);
        if (a.getClass() != b.getClass()) {
            throw new Failure(DIFFERENT);
        }
        return switch (a) {
            case Double x -> b instanceof Double y && x.doubleValue() < y.doubleValue();
            case Long x -> b instanceof Long y && x < y;
            default -> Arrays.compareUnsigned(bytes(a), bytes(b)) < 0;
        };
    }

    static boolean lessOrSame(Object a, Object b) {
        return less(a, b) || same(a, b);
    }

    private static byte[] bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void ordered(Object value) {
        if (!(value instanceof Double || value instanceof Long || value instanceof String)) {
            throw new Failure(BAD_TYPE);
        }
    }

    static Object length(Object value) {
        return switch (value) {
            case String s -> (long) bytes(s).length;
            case Texts texts -> (long) texts.map().size();
            case Things things -> (long) things.map().size();
            case Samples samples -> (long) samples.list().size();
            case Nothing _ -> throw new Failure("len of untyped nil");
            default -> throw new Failure("len of type " + GoValues.type(value));
        };
    }

    static Object indexed(List<Object> args) {
        Object value = args.getFirst();
        if (value == Nothing.NIL) {
            throw new Failure("index of untyped nil");
        }
        for (Object index : args.subList(1, args.size())) {
            value = indexed(value, index);
        }
        return value;
    }

    private static Object indexed(Object value, Object index) {
        return switch (value) {
            case Texts texts -> texts.map().getOrDefault(key(index), "");
            case Things things -> things.map().getOrDefault(key(index), Nothing.NIL);
            case Samples samples ->
                    samples.list().get(position(index, samples.list().size(), false));
            case String s -> (long) (bytes(s)[position(index, bytes(s).length, false)] & 0xff);
            case Sample _ -> throw new Failure("can't index item of type template.sample");
            default -> throw new Failure("can't index item of type " + GoValues.type(value));
        };
    }

    private static String key(Object index) {
        if (index == Nothing.NIL) {
            throw new Failure("value is nil; should be of type string");
        }
        if (index instanceof String key) {
            return key;
        }
        throw new Failure("value has type %s; should be string".formatted(GoValues.type(index)));
    }

    private static int position(Object index, int size, boolean endToo) {
        if (!(index instanceof Long at)) {
            throw new Failure(
                    index == Nothing.NIL
                            ? "cannot index slice/array with nil"
                            : "cannot index slice/array with type " + GoValues.type(index));
        }
        if (at < 0 || at > size || (!endToo && at == size)) {
            throw new Failure("index out of range: " + at);
        }
        return at.intValue();
    }

    static Object sliced(List<Object> args) {
        Object value = args.getFirst();
        if (value == Nothing.NIL) {
            throw new Failure("slice of untyped nil");
        }
        if (!(value instanceof String) && !(value instanceof Samples)) {
            throw new Failure("can't slice item of type " + GoValues.type(value));
        }
        if (args.size() > (value instanceof String ? 3 : 4)) {
            throw new Failure(
                    value instanceof String
                            ? "cannot 3-index slice a string"
                            : "too many slice indexes: " + (args.size() - 1));
        }
        int size = value instanceof String s ? bytes(s).length : ((Samples) value).list().size();
        int from = args.size() > 1 ? position(args.get(1), size, true) : 0;
        int to = args.size() > 2 ? position(args.get(2), size, true) : size;
        if (from > to) {
            throw new Failure("invalid slice index: %d > %d".formatted(from, to));
        }
        return value instanceof String s
                ? new String(bytes(s), from, to - from, StandardCharsets.UTF_8)
                : new Samples(((Samples) value).list().subList(from, to));
    }
}
