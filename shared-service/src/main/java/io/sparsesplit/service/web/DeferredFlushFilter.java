package io.sparsesplit.service.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps an answer until all that counts the request has run. Spring flushes an answer as soon as it is written, and Tomcat sends one as
 * soon as its {@code Content-Length} is reached, both before filters and valves end: a client could have its answer while its place is
 * still taken, its request is not counted and its span has not ended. Behind this filter flushes do nothing, and the server learns the
 * length when it finishes the response. Streams of events, and answers of more than {@value #MOST_KEPT} bytes whose length
 * is told, are sent as they are written.
 */
class DeferredFlushFilter extends OncePerRequestFilter implements Ordered {

    private static final int MOST_KEPT = 1 << 16;

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The length in the answer to HEAD is that of a body which nobody writes.
        boolean isHead = HttpMethod.HEAD.matches(request.getMethod());
        chain.doFilter(request, isHead ? response : new Deferred(response));
    }

    /** Response that is sent when the server finishes it. */
    private static final class Deferred extends HttpServletResponseWrapper {

        private @Nullable ServletOutputStream body;

        Deferred(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void flushBuffer() throws IOException {
            if (isStream()) {
                super.flushBuffer();
            }
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream known = body;
            if (known == null) {
                known = new Body(super.getOutputStream());
                body = known;
            }
            return known;
        }

        @Override
        public void setContentLength(int length) {
            setContentLengthLong(length);
        }

        @Override
        public void setContentLengthLong(long length) {
            if (length > MOST_KEPT) {
                super.setContentLengthLong(length);
            } else if (length > getBufferSize()) {
                setBufferSize((int) length);
            }
        }

        @Override
        public void setHeader(String name, String value) {
            if (name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                setContentLengthLong(Long.parseLong(value));
            } else {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                setContentLengthLong(Long.parseLong(value));
            } else {
                super.addHeader(name, value);
            }
        }

        private boolean isStream() {
            String type = getContentType();
            return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
        }

        private final class Body extends ServletOutputStream {

            private final ServletOutputStream out;

            Body(ServletOutputStream out) {
                this.out = out;
            }

            @Override
            public void write(int value) throws IOException {
                out.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                if (isStream()) {
                    out.flush();
                }
            }

            /** Ends an answer as the server does behind all filters, which is soon enough. */
            @Override
            public void close() throws IOException {
                flush();
            }

            @Override
            public boolean isReady() {
                return out.isReady();
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                out.setWriteListener(listener);
            }
        }
    }
}
