package coedit.plugin.richtext;

import java.util.List;

/** Texts that are no delta, whatever the document. */
final class Shapes {

  static final List<String> MALFORMED =
      List.of(
          "",
          " ",
          "null",
          "1",
          "'x'",
          "{}",
          "{'ops':[]}",
          "[",
          "[]]",
          "[] []",
          "[1]",
          "[null]",
          "[[]]",
          "[{}]",
          "[{'insert':'a'},]",
          "[{'insert':'a'} {'insert':'b'}]",
          "[{'attributes':{'bold':true}}]",
          "[{'insert':''}]",
          "[{'insert':null}]",
          "[{'insert':1}]",
          "[{'insert':true}]",
          "[{'insert':{}}]",
          "[{'insert':['a']}]",
          "[{'insert':'a','insert':'b'}]",
          "[{'insert':'a','retain':1}]",
          "[{'insert':'a','delete':1}]",
          "[{'insert':'a','extra':1}]",
          "[{'insert':'a','attributes':null}]",
          "[{'insert':'a','attributes':[]}]",
          "[{'insert':'a','attributes':{'bold':null}}]",
          "[{'insert':'a','attributes':{'bold':true,'bold':true}}]",
          "[{'retain':0}]",
          "[{'retain':-1}]",
          "[{'retain':1.0}]",
          "[{'retain':1e2}]",
          "[{'retain':'1'}]",
          "[{'retain':null}]",
          "[{'retain':true}]",
          "[{'retain':2147483648}]",
          "[{'retain':99999999999999999999999999}]",
          "[{'retain':2147483647},{'delete':1}]",
          "[{'retain':{'image':{}}}]",
          "[{'retain':1,'attributes':7}]",
          "[{'delete':0}]",
          "[{'delete':-5}]",
          "[{'delete':1.5}]",
          "[{'delete':1,'attributes':{}}]",
          "[{'delete':1,'attributes':{'bold':true}}]",
          "[{'insert':NaN}]",
          "[{'insert':'a\nb'}]",
          "[{'insert':{'x':1e999}}]",
          "/* */[]");

  private Shapes() {}
}
