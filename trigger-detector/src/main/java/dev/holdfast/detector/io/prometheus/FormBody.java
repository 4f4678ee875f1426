package dev.holdfast.detector.io.prometheus;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A form as browsers and Grafana send it: `query=up&time=1`.
final class FormBody {
    private FormBody() {}

    static Map<String, List<String>> read(String form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Parameters.Bad("the form is not readable: " + e.getMessage());
        }
    }
}
