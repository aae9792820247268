# Has Chromium draw a page by the OpenGL ES of the system, off screen, and leave a picture of it in page.png. As root
# it has no sandbox of its own; the home directory is a fresh one.
exec chromium --headless=new --no-sandbox --disable-gpu-sandbox --ignore-gpu-blocklist --enable-gpu-rasterization \
    --use-gl=angle --use-angle=gles --no-first-run --disable-background-networking --disable-component-update \
    --user-data-dir=/tmp/browser --allow-file-access-from-files --enable-logging=stderr --hide-scrollbars \
    --window-size=1000,800 --virtual-time-budget=20000 --screenshot=/tmp/page.png "file://$1"
