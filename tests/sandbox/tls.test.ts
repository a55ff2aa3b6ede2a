import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";
import { Wire } from "./net/fixture";
import { selfSigned } from "./tls";

describe("TLS", () => {
  it("the certificate is for loopback, of today, and signs itself", () => {
    const certificate = new X509Certificate(selfSigned().cert);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.ok(certificate.ca);
    assert.equal(certificate.checkHost("localhost"), "localhost");
    assert.equal(certificate.checkIP("127.0.0.1"), "127.0.0.1");
    const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
    assert.ok(from < new Date() && new Date() < to);
  });

  it("the unmodified driver logs in with tcps", async () => {
    const tls = selfSigned();
    const wire = await Wire.start({ tls });
    try {
      const connectString = `tcps://localhost:${wire.port}/freepdb1`;
      await wire.with((connection) => connection.ping(), {
        connectString,
        walletContent: tls.key + tls.cert,
      });
    } finally {
      await wire.stop();
    }
  });
});
