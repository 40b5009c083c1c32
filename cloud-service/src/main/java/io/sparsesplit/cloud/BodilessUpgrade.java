package io.sparsesplit.cloud;

import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;

/**
 * HTTP/2 in clear text: for connections that begin with it, and for those whose first request offers it, if that has no body. The
 * body of any other would have to be kept in memory before anybody could refuse it, and Tomcat keeps no more than 4 KB; such a
 * request is answered over HTTP/1.1 instead, as if it had offered nothing.
 */
final class BodilessUpgrade extends Http2Protocol {

    @Override
    public boolean accept(Request request) {
        return request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
    }
}
