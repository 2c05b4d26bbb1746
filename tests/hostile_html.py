"""HTML that tries to run, load or lead somewhere, and fields that try to break out of a page."""

from __future__ import annotations

from typing import Final

__all__ = ["FIELDS", "MARKUP", "SENTINEL", "TITLE"]

# What the page is called, unless somebody got at it.
TITLE = "mimeforge report"

# What a script that runs would do to the page around it.
SENTINEL = "top.document.title='taken'; parent.document.title='taken'; alert(1)"
_SCRIPT = f"<script>{SENTINEL}</script>"
_ELSEWHERE = "http://elsewhere.example"

MARKUP: Final[dict[str, str | bytes]] = {
    "script": _SCRIPT,
    "script in another spelling": f"<ScRiPt\t>{SENTINEL}</sCrIpT >",
    "script within a script": f"<scr<script>ipt>{SENTINEL}</script>",
    "script that is fetched": f'<script src="{_ELSEWHERE}/a.js"></script><script type="speculationrules">'
    f'{{"prefetch": [{{"urls": ["{_ELSEWHERE}/b"]}}]}}</script>',
    "handlers": f'<img src=x onerror="{SENTINEL}"><body onload="{SENTINEL}"><details open ontoggle="{SENTINEL}">',
    "svg": f'<svg onload="{SENTINEL}">{_SCRIPT}<image href="{_ELSEWHERE}/a.png"/>'
    f'<use href="{_ELSEWHERE}/a.svg#b"/></svg>',
    "end of the frame": f"</iframe>{_SCRIPT}",
    "end of the style": f"</style>{_SCRIPT}",
    "end of the attribute": f'">{_SCRIPT}<i title="">',
    "end of the attribute, quote by quote": f"' onload='{SENTINEL}' \" onload=\"{SENTINEL}\"",
    "entities": f"&quot;&gt;&lt;/iframe&gt;&lt;script&gt;{SENTINEL}&lt;/script&gt;"
    "&#34;&#x3e;&amp;quot;&amp;lt;script&amp;gt;",
    "refresh": f'<meta http-equiv="refresh" content="0; url={_ELSEWHERE}/refresh">',
    "a policy": '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    "base": f'<base href="{_ELSEWHERE}/"><img src="a.png">',
    "form": f'<form action="{_ELSEWHERE}/form"><input name="a" autofocus><button id="go">Go</button></form>',
    "frames": f'<iframe src="{_ELSEWHERE}/"></iframe>'
    f'<iframe srcdoc="&lt;script&gt;{SENTINEL}&lt;/script&gt;"></iframe>',
    "plugins": f'<object data="{_ELSEWHERE}/a.swf"></object><embed src="{_ELSEWHERE}/b.swf"><applet code="c"></applet>',
    "links": f'<a id="go" href="{_ELSEWHERE}/a" target="_self">same</a>',
    "links as they are": f'<a id="go" HREF\n=\t{_ELSEWHERE}/a>a</a><a title="b"href="{_ELSEWHERE}/b">b</a>',
    "links of pictures": f'<svg width="9" height="9"><a id="go" xlink:href="{_ELSEWHERE}/a">'
    '<rect width="9" height="9"/></a></svg>',
    "links to the top": f'<a id="go" href="{_ELSEWHERE}/a" target="_top" ping="{_ELSEWHERE}/ping">top</a>',
    "links that are scripts": f'<a id="go" href="javascript:{SENTINEL}">script</a>',
    "links that are pages": '<a id="go" href="data:text/html,<script>alert(1)</script>" target="_self">page</a>',
    "fetches": f'<link rel="stylesheet" href="{_ELSEWHERE}/a.css"><link rel="preconnect" href="{_ELSEWHERE}:81">'
    f'<link rel="dns-prefetch" href="//looked-up.example"><link rel="prefetch" href="{_ELSEWHERE}/b">'
    f'<link rel="icon" href="{_ELSEWHERE}/c.ico"><LINK rel="preload" as="image" href="{_ELSEWHERE}/d.png">',
    "styles": f"<style>@import '{_ELSEWHERE}/a.css'; @font-face {{ font-family: a; src: url({_ELSEWHERE}/a.woff) }}"
    f" p {{ background: url({_ELSEWHERE}/a.png); font-family: a }}</style>"
    f"<p style='cursor: url({_ELSEWHERE}/b.cur)'>a</p>",
    "images": f'<img src="{_ELSEWHERE}/a.png" srcset="{_ELSEWHERE}/b.png 2x"><body background="{_ELSEWHERE}/c.png">'
    f'<table background="{_ELSEWHERE}/d.png"><td>a</table><input type="image" src="{_ELSEWHERE}/e.png">'
    f'<picture><source srcset="{_ELSEWHERE}/f.png"><img></picture>',
    "films": f'<video autoplay src="{_ELSEWHERE}/a.mp4" poster="{_ELSEWHERE}/a.png"></video>'
    f'<audio autoplay src="{_ELSEWHERE}/b"></audio>',
    "data": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\">",
    "text to the end": f"<plaintext>{_SCRIPT}",
    "a comment to the end": f"<!-- {_SCRIPT}",
    "an element without an end": "<p title='",
    "a template": f'<template shadowrootmode="open">{_SCRIPT}<slot></slot></template>',
    "separators": f"\u2028\u2029{_SCRIPT}\u202e\u200b\ufeff\u0085",
    "octets": b"\x00<scr\x00ipt>\xff\xfe\xc3" + _SCRIPT.encode() + b"\x1b[31m",
    "names in a frame": '<a name="top"></a><img name="parent"><a id="messages"></a><p id="m1-f1">',
}

FIELDS = (
    b"Subject: </title><script>top.document.title='taken'</script>",
    b'Subject: " onmouseover="alert(1)" x=\'',
    b"Subject: {{ 7 * 7 }}{% raw %}{# a #}",
    b"Subject: &lt;script&gt;alert(1)&lt;/script&gt; &amp;#60;",
    b"Subject: \x00\x1b[31m\xe2\x80\xaetxt.exe\xe2\x80\xa8\xe9\x85 ##[error]",
    b"Subject: =?utf-8?q?=3Cscript=3Ealert=281=29=3C/script=3E=E2=80=AE=00?=",
    b'From: "<img src=x onerror=alert(1)>" <jo@example.com>',
    b"X-<b>: </pre></ol></details></main><iframe src='http://elsewhere.example'>",
    b'Content-Type: text/<script>; charset="\'><script>alert(1)</script>"; name="</td><img src=x onerror=alert(1)>"',
    b"Content-Disposition: attachment; filename=\"\xff\"; filename*=utf-8''%3Cscript%3E%E2%80%AE%00",
    b"Content-Transfer-Encoding: <b onclick=alert(1)>",
    b'Content-ID: <"><script>alert(1)</script>>',
    b"Date: <a href='javascript:alert(1)'>",
)
