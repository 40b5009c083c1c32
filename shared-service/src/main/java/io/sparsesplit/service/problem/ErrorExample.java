package io.sparsesplit.service.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.ProblemDetail;

/**
 * Error that an operation answers, as the documentation shows it.
 *
 * @param path pattern of the whole paths of the operations, as the OpenAPI document writes them
 * @param problem kind of the error, which has its type, title and status
 * @param detail sentence that the service writes for it
 */
public record ErrorExample(Pattern path, Problem problem, String detail) {

    /** Example for the operations whose paths match a regular expression. */
    public static ErrorExample error(String path, Problem problem, String detail) {
        return new ErrorExample(Pattern.compile(path), problem, detail);
    }

    boolean isFor(String pathOfOperation, String status) {
        return Integer.toString(problem.status().value()).equals(status)
                && path.matcher(pathOfOperation).matches();
    }

    /** Name of the kind, the end of its type. */
    String name() {
        String type = problem.type().toString();
        return type.substring(type.lastIndexOf(':') + 1);
    }

    /** Members of the error at a path, in the form that errors have there. */
    Map<String, Object> value(String pathOfOperation) {
        if (ErrorForm.at(pathOfOperation) == ErrorForm.ERROR_OBJECT) {
            return Map.of("error", detail);
        }
        ProblemDetail error = problem.detail(detail);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type().toString());
        members.put("title", problem.title());
        members.put("status", error.getStatus());
        members.put("detail", detail);
        members.put(
                "instance",
                pathOfOperation
                        .replaceAll("\\{(name|model)}", "mnist")
                        .replace("{version}", "3.2.0")
                        .replace("{id}", "0f8fad5b-d9cb-469f-a165-70867728950e"));
        return members;
    }
}
