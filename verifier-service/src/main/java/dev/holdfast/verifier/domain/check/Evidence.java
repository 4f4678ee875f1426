package dev.holdfast.verifier.domain.check;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// What was asked and what was answered, as it is kept with a verdict: masked, and at most 8 KiB.
public final class Evidence {
    /// In bytes of UTF-8.
    public static final int LARGEST = 8 << 10;

    /// Masking can make a text shorter, so a little more is looked at than is kept.
    private static final int LOOKED_AT = LARGEST + LARGEST / 2;

    private static final String CUT = "… (cut)";

    private Evidence() {}

    public static String of(Question question, Answer answer) {
        String text = "asked: %s%nanswered: %s".formatted(question.asks(), answer.shows());
        return fit(Masking.mask(cut(text, LOOKED_AT)), LARGEST);
    }

    /// When nothing could be asked at all.
    public static String unasked(Finding finding) {
        return fit(Masking.mask("not asked: " + finding.says()), LARGEST);
    }

    /// At most so many characters, with a mark where something was left out.
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + CUT;
    }

    /// At most so many bytes of UTF-8; never half a character.
    static String fit(String text, int most) {
        if (text.length() * 3L <= most || text.getBytes(StandardCharsets.UTF_8).length <= most) {
            return text;
        }
        int room = most - CUT.getBytes(StandardCharsets.UTF_8).length;
        CharsetEncoder utf8 =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer in = CharBuffer.wrap(text);
        utf8.encode(in, ByteBuffer.allocate(room), true);
        return text.substring(0, in.position()) + CUT;
    }
}
