package dev.holdfast.executor.io.kubernetes;

import java.util.regex.Pattern;

/// One object in a namespace.
record Ref(Kind kind, String namespace, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// Reads `kind/name`, such as `deployment/web`; [Wrong] for anything else.
    static Ref of(String namespace, String text) throws Wrong {
        int slash = text.indexOf('/');
        String word = slash < 0 ? "" : text.substring(0, slash);
        String name = text.substring(slash + 1);
        Kind kind =
                Kind.of(word)
                        .orElseThrow(() ->
                                Wrong.given(
                                        ("'%s' names no object: write kind/name, such as"
                                                        + " deployment/web or"
                                                        + " applications.v1alpha1.argoproj.io/web")
                                                .formatted(text)));
        return named(kind, namespace, name);
    }

    static Ref named(Kind kind, String namespace, String name) throws Wrong {
        if (!NAME.matcher(name).matches()) {
            throw Wrong.given("'%s' is no name of a %s".formatted(name, kind.word()));
        }
        return new Ref(kind, namespace(namespace), name);
    }

    static String namespace(String namespace) throws Wrong {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw Wrong.given("'%s' is no name of a namespace".formatted(namespace));
        }
        return namespace;
    }

    String path() {
        return kind.path(namespace) + "/" + name;
    }

    /// As people write it.
    @Override
    public String toString() {
        return kind.word() + "/" + name;
    }
}
