package dev.holdfast.detector.domain.series;

/// The same few texts come again with every sample: names and values of labels. Whoever reads them off the wire takes the one that
/// is there already, so that two label sets are mostly compared by where their texts are, not by what is in them. Long texts do not
/// repeat so, and would stay here for ever.
public final class Texts {
    private static final int PLACES = 1 << 16;
    private static final int LONGEST = 64;

    /// Read and written by several threads without order: whatever is found is compared, so the worst is a text twice.
    private static final String[] KNOWN = new String[PLACES];

    private Texts() {}

    /// A text equal to `text`, the same one as often as possible.
    public static String known(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        String known = KNOWN[place];
        if (text.equals(known)) {
            return known;
        }
        KNOWN[place] = text;
        return text;
    }
}
