package io.sparsesplit.edge.batch;

import io.sparsesplit.service.problem.Problem;
import io.sparsesplit.service.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;

/** The files of a form, read as a stream. The servlet's own parts would lie in memory all at once. */
final class Form {

    private static final String FIELD = "image";

    private Form() {}

    /**
     * Adds the files of all fields {@value #FIELD} to a batch; other fields are passed over.
     *
     * @throws ProblemException when this is no such form, or the batch takes no more
     */
    static void read(String contentType, BoundedBody body, Batch batch) throws IOException {
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new Context(contentType, body));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (FIELD.equals(part.getFieldName())) {
                    try (InputStream content = part.openStream()) {
                        batch.add(part.getName(), content);
                    }
                }
            }
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (body.broken()) {
                throw e;
            }
            throw new ProblemException(
                    Problem.MALFORMED_MULTIPART,
                    "The multipart body cannot be read: send one like curl -F %s=@a.png -F %s=@b.png does."
                            .formatted(FIELD, FIELD));
        }
    }

    /** What the parser of forms wants to know of a request. */
    private record Context(String contentType, InputStream body) implements UploadContext {

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        /** Not known: {@link BoundedBody} counts. */
        @Override
        public long contentLength() {
            return -1;
        }
    }
}
