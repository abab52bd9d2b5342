package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keystore_password=x",
        "# why\n COEDIT_SECRET=\"x y\"",
        "coedit.ldap.password : x",
        "COEDIT_DB_URL=jdbc:postgresql://db/coedit?user=a&password=b"
      })
  void aSettingWithASecret(String lines) {
    assertTrue(SecretText.isIn("server.env", lines));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keystore_password=",
        "# coedit.secret=x",
        "coedit.secret=${other}",
        "coedit.token.lifetime=PT5M",
        "mp.jwt.verify.publickey=x",
        "COEDIT_DB_URL=jdbc:postgresql://db/coedit"
      })
  void aSettingWithout(String lines) {
    assertFalse(SecretText.isIn("bootstrap.properties", lines));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<variable name=\"coedit.db.password\" value=\"x\"/>",
        "<variable\n  defaultValue='x'\n  name='COEDIT_SECRET'/>",
        "<ldapRegistry bindPassword=\"x\"/>",
        "<openidConnectClient clientSecret = '{xor}x'/>",
        "<properties URL=\"jdbc:postgresql://db/coedit?user=a&amp;password=b\"/>"
      })
  void anElementWithASecret(String xml) {
    assertTrue(SecretText.isIn("more.XML", xml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<variable name=\"coedit.db.password\" defaultValue=\"\"/>",
        "<variable name=\"coedit.db.password\"/><variable name=\"a\" value=\"x\"/>",
        "<ldapRegistry bindPassword=\"${coedit.ldap.password}\"/>",
        "<!-- <ldapRegistry bindPassword=\"x\"/> -->",
        "<!-- puts a random keystore_password into server.env -->"
      })
  void anElementWithout(String xml) {
    assertFalse(SecretText.isIn("more.xml", xml));
  }
}
