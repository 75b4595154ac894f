// Hostile strings, the same ones for the same seed: fragments that sit on the borders of the splitting rules, and random ones of each kind of character.
export function* strings(count, seed) {
  let s = seed >>> 0;
  const next = n => { s = (s + 0x6D2B79F5) >>> 0; let t = s; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) % n; };
  const pick = a => a[next(a.length)];
  const fixed = ["'s","'S","'t","'re","'RE","'ve","'Ve","'m","'ll","'lL","'d","'D","'\u017f","'","''","don't","I'M","we'LL","'sa","can't've","they're","\u2019s",
    " ","  ","   ","        ","\t","\n","\r","\r\n","\n\n"," \n","\n "," \r\n \t","\u00a0","\u3000","\u2028","\u2029","\u0085","\u000b","\u000c","\u1680","\u200b","\u180e","\ufeff","\u001c","\u001f",
    "0","1","12","123","1234","12345","3.14","1,000,000","\u0660\u0661\u0662\u0663","\u00bd","\u2167","\u{1d7d8}\u{1d7d9}","\u4e00","\u3007","\u2460","\u09ec",
    "hello","Hello","HELLO","HelloWorld","helloWorld","HTTPServer","iPhone","the","The"," the"," a","A","z","Z","ABCdef","XMLHttpRequest","snake_case","kebab-case","supercalifragilisticexpialidocious",
    "\u01c5","\u01c5\u01c5a","\u02b0","\u02b0A","\u00aa","\u0130","\u0131","\u017f","\u212a","\u1e9e","\u00df","\u00e9","e\u0301","E\u0301","\u0301","\u0301A","\u0301AB","\u0301a","\u0301\u0302","\u0301's"," \u0301","!\u0301","A\u0301","\u0301\u0301B'S","\u0903","\u20dd","\ufe0f",
    "\u4f60\u597d","\u4e16\u754c","\u65e5\u672c\u8a9e","\u3053\u3093\u306b\u3061\u306f","\u30ab\u30bf\u30ab\u30ca","\uc548\ub155","\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35","\u0928\u092e\u0938\u094d\u0924\u0947","\u0645\u0631\u062d\u0628\u0627","\u05e9\u05dc\u05d5\u05dd","\u041f\u0440\u0438\u0432\u0435\u0442","\u0393\u03b5\u03b9\u03b1","\u0540\u0561\u0575","\u10d2\u10d0","\u1c90","\u13a0\uab70",
    "\u{1f600}","\u{1f468}\u200d\u{1f469}\u200d\u{1f467}","\u{1f1e9}\u{1f1ea}","\u{1f44d}\u{1f3fd}","\u2764\ufe0f","\u{20000}","\u{10400}","\u{10428}","\u{1d400}","\u{1d41a}","\u{1e900}\u{1e922}","\u{16e40}","\u{118a0}","\u{1f130}","\u{e0101}","\u{1d165}","\u{10a01}","\u{1e94b}","\u{11f02}","\u{1fbf0}","\u{10ffff}","\u{e000}",
    "\ud800","\udc00","\udfff\ud800","\ud83d","\ude00","a\ud83d","\ud800\u0301","\ufffd","\uffff","\u0000","\u007f",
    "/","//","/\n","\n/","//\n//\n","!","!!","!!!\n","...","....\r\n","?!","(","((","({[","\"","\"hello","'hello'","-","--","->","=>","==","===","<|endoftext|>","<|fim_prefix|>","<|im_start|>","<|endofprompt|>","#","# ","```","```js\n","&amp;","</div>","\\n","\\u0041","@","_","__","a_b","$","\u20ac","\u00a3","\u00ab","\u201c","\u201d","\u2014","\u2026","\u00b7","\u00b4","\u0060",
    "for (int i = 0; i < n; i++) {\n    sum += a[i];\n}","return","    return","\treturn","\n\n\n","console.log(","https://example.com/a?b=c","user@example.com","0x1F","1e-9","$1.00","50%","C#","C++",".NET"];
  for (let k = 0; k < count; k++) {
    const parts = 1 + next(12); let text = '';
    for (let p = 0; p < parts; p++) {
      switch (next(14)) {
        case 0: text += String.fromCharCode(next(65536)); break;
        case 1: { const c = next(0x110000 - 0x800); text += String.fromCodePoint(c < 0xd800 ? c : c + 0x800); break; }
        case 2: { let n = 1 + next(20); while (n--) text += String.fromCharCode(97 + next(26)); break; }
        case 3: { let n = 1 + next(12); while (n--) text += String.fromCharCode(33 + next(94)); break; }
        case 4: { let n = 1 + next(12); while (n--) text += String.fromCharCode(0x4e00 + next(0x5200)); break; }
        case 5: { let n = 1 + next(8); while (n--) text += String.fromCharCode(next(2) ? 65 + next(26) : 97 + next(26)); break; }
        case 6: { text += pick(fixed).repeat(1 + next(next(40) === 0 ? 200 : 6)); break; }
        case 7: { let n = 1 + next(6), b = [0xc0, 0x370, 0x400, 0x590, 0x600, 0x900, 0xe00, 0x10a0, 0x1e00, 0x2c60, 0xa640, 0xab30, 0x10400, 0x1e900, 0x1d400][next(15)]; while (n--) text += String.fromCodePoint(b + next(128)); break; }
        default: text += pick(fixed);
      }
    }
    yield text;
  }
}
