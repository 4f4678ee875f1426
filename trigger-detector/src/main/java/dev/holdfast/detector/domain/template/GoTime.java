package dev.holdfast.detector.domain.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times in UTC as Go writes them, and the methods of theirs that templates call.
final class GoTime {

    private static final Pattern LAYOUT =
            Pattern.compile(
                    "January|Jan|Monday|Mon|MST|2006|__2|_2|-07:00|-0700|-07|Z07:00|Z0700|01|002|02|03|04|05|06|15"
                            + "|PM|pm|[.,]0+(?!\\d)|[.,]9+(?!\\d)|1|2|3|4|5");

    private GoTime() {}

    static String shown(Instant time) {
        long millis = Math.floorMod(time.toEpochMilli(), 1000);
        String fraction = millis == 0 ? "" : ".%03d".formatted(millis).replaceAll("0+$", "");
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(time)
                + fraction
                + " +0000 UTC";
    }

    /// `Time.Format`.
    static String format(Instant time, String layout) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        Matcher matcher = LAYOUT.matcher(layout);
        var out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            out.append(layout, copied, matcher.start()).append(part(at, matcher.group()));
            copied = matcher.end();
        }
        return out.append(layout, copied, layout.length()).toString();
    }

    private static String part(ZonedDateTime at, String word) {
        int half = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
        return switch (word) {
            case "January" -> at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" -> at.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "Monday" -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" -> at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case "MST" -> "UTC";
            case "2006" -> "%04d".formatted(at.getYear());
            case "06" -> "%02d".formatted(Math.floorMod(at.getYear(), 100));
            case "01" -> "%02d".formatted(at.getMonthValue());
            case "1" -> Integer.toString(at.getMonthValue());
            case "02" -> "%02d".formatted(at.getDayOfMonth());
            case "_2" -> "%2d".formatted(at.getDayOfMonth());
            case "2" -> Integer.toString(at.getDayOfMonth());
            case "002" -> "%03d".formatted(at.getDayOfYear());
            case "__2" -> "%3d".formatted(at.getDayOfYear());
            case "15" -> "%02d".formatted(at.getHour());
            case "03" -> "%02d".formatted(half);
            case "3" -> Integer.toString(half);
            case "04" -> "%02d".formatted(at.getMinute());
            case "4" -> Integer.toString(at.getMinute());
            case "05" -> "%02d".formatted(at.getSecond());
            case "5" -> Integer.toString(at.getSecond());
            case "PM" -> at.getHour() < 12 ? "AM" : "PM";
            case "pm" -> at.getHour() < 12 ? "am" : "pm";
            case "-07:00" -> "+00:00";
            case "-0700" -> "+0000";
            case "-07" -> "+00";
            case "Z07:00", "Z0700" -> "Z";
            default -> fraction(at, word);
        };
    }

    private static String fraction(ZonedDateTime at, String word) {
        int digits = Math.min(9, word.length() - 1);
        String all = "%09d".formatted(at.getNano()).substring(0, digits);
        if (word.charAt(1) == '0') {
            return word.charAt(0) + all;
        }
        String trimmed = all.replaceAll("0+$", "");
        return trimmed.isEmpty() ? "" : word.charAt(0) + trimmed;
    }

    /// @throws Failure for a method that we do not have
    static Object call(Instant time, String method, java.util.List<Object> args) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        if (method.equals("Format")
                && args.size() == 1
                && args.getFirst() instanceof String layout) {
            return format(time, layout);
        }
        if (!args.isEmpty()) {
            throw new Failure("wrong number of args for " + method);
        }
        return switch (method) {
            case "Unix" -> time.getEpochSecond();
            case "UnixMilli" -> time.toEpochMilli();
            case "Year" -> (long) at.getYear();
            case "Day" -> (long) at.getDayOfMonth();
            case "YearDay" -> (long) at.getDayOfYear();
            case "Hour" -> (long) at.getHour();
            case "Minute" -> (long) at.getMinute();
            case "Second" -> (long) at.getSecond();
            case "Nanosecond" -> (long) at.getNano();
            case "String" -> shown(time);
            case "UTC" -> time;
            default -> throw new Failure("can't evaluate field " + method + " in type *time.Time");
        };
    }
}
