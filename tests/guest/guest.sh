# Functions that init and the scripts in run/ share.

# Tells the host how far we have come.
mark() {
    echo "vwgpu: mark $1 $(cut -d' ' -f1 /proc/uptime)" > /dev/console
}

# Tells the host that this is as far as we come.
fail() {
    echo "vwgpu: failed $*" > /dev/console
    poweroff -f
}

# Waits up to ten seconds for a file.
wait_for() {
    tries=0
    until [ -e "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || return 1
        sleep 0.05
    done
}

# The value of NAME=VALUE on the kernel command line.
kernel_word() {
    for word in $(cat /proc/cmdline); do
        case $word in "$1="*) echo "${word#*=}" ;; esac
    done
}

# Takes the text console off the framebuffer, so that no late damage of it is drawn over our picture.
unbind_console() {
    for console in /sys/class/vtconsole/vtcon*; do
        if grep -q 'frame buffer' "$console/name"; then echo 0 > "$console/bind"; fi
    done
}

# Repeats what the driver has said that it and the device have in common.
describe_driver() {
    dmesg | sed -n 's/.*\[drm\] \(Host memory window\|features\): */vwgpu: driver \1: /p' > /dev/console
}

# The id of the first connected output.
connector() {
    modetest -M virtio_gpu -c | awk '$3 == "connected" { print $1; exit }'
}

# Shows the SMPTE bars on a plain KMS framebuffer of 1024x768 for as long as the machine runs, with further
# modetest options as arguments. modetest ends at the end of its input, hence the sleep.
show_bars() {
    unbind_console
    output=$(connector)
    [ -n "$output" ] || fail "no output is connected"
    mark bars
    # Its stdout stays the console: a pipe would be buffered, and the host waits for 'setting mode'.
    sleep 100000 | modetest -M virtio_gpu -s "$output:1024x768" -F smpte "$@"
    fail "modetest has ended"
}

# Loads modules in the order of a list.
load_modules() {
    while read -r module; do
        insmod "/modules/$module.ko" || fail "module $module cannot be loaded"
    done < "$1"
}

# Mounts the disk, a root file system of Debian's packages with Mesa, at /mesa, with the machine's own devices in it.
# It is read-only, so that machines can share it; what programs write lies in memory.
mount_mesa() {
    load_modules /modules/disk
    wait_for /dev/vda || fail "there is no disk"
    mkdir -p /mesa
    mount -t ext4 -o ro /dev/vda /mesa || fail "the disk cannot be mounted"
    for place in dev proc sys; do mount -o bind /$place /mesa/$place; done
    for place in run tmp var; do mount -t tmpfs tmpfs /mesa/$place; done
    mkdir -p /mesa/dev/shm
    mount -t tmpfs tmpfs /mesa/dev/shm
    mark mesa
}

# Runs a program of that root file system.
in_mesa() {
    HOME=/tmp XDG_RUNTIME_DIR=/run/user PATH=/usr/bin:/bin chroot /mesa "$@"
}

# Says of the input devices what udev would: programs take only those that it has looked at.
describe_input() {
    wait_for /sys/class/input/event0 || fail "there is no keyboard"
    mkdir -p /mesa/run/udev/data
    for device in /sys/class/input/event*; do
        kind=MOUSE
        grep -qi keyboard "$device/device/name" && kind=KEYBOARD
        printf 'I:1\nE:ID_INPUT=1\nE:ID_INPUT_%s=1\n' $kind > "/mesa/run/udev/data/c$(cat "$device/dev")"
    done
}

# Takes the GPU's node for programs that do not show anything by themselves away where the device has no 3D. Nothing can be
# allocated there without, and Chromium, which looks at nothing else, then does not draw by OpenGL at all.
hide_useless_render_node() {
    if dmesg | grep -q '\[drm\] features: -virgl'; then rm /dev/dri/renderD*; fi
}

# The environment of programs on weston, of which each takes what concerns it: on Wayland, without sound, without services
# of a desktop.
PROGRAM_ENVIRONMENT='export GDK_BACKEND=wayland GSETTINGS_BACKEND=memory GTK_A11Y=none
export QT_QPA_PLATFORM=wayland QSG_RHI_BACKEND=opengl
export SDL_VIDEODRIVER=wayland SDL_AUDIODRIVER=dummy ALSOFT_DRIVERS=null'

# Shows a program on a Wayland desktop with OpenGL for as long as the machine runs. `$1` is weston's shell, `$2` what it
# runs, a shell script, and `$3`, if there, further settings of weston's core.
show_on_weston() {
    mount_mesa
    unbind_console
    describe_input
    mkdir -m 700 /mesa/run/user
    mkdir -m 1777 /mesa/tmp/.X11-unix
    # Not all of those root file systems have a shell.
    cp -r /share/* /bin/busybox /mesa/tmp
    printf '#!/tmp/busybox sh\n%s\n%s\necho "vwgpu: failed the program has ended" > /dev/console\n' \
        "$PROGRAM_ENVIRONMENT" "$2" > /mesa/tmp/program
    chmod +x /mesa/tmp/program
    cat > /mesa/tmp/weston.ini <<INI
[core]
idle-time=0
require-input=false
shell=$1-shell.so
$3
[shell]
background-color=0xff1f3a5f
panel-position=none
locking=false
[autolaunch]
path=/tmp/program
INI
    mark weston
    in_mesa weston --backend=drm --config=/tmp/weston.ini > /dev/console 2>&1
    fail "weston has ended"
}

# Shows a page of /share in Chromium, by the OpenGL ES of the system, and repeats on the console what the page says on its
# own. Its background services, of which most want the D-Bus that is not there, are off. As root it has no sandbox.
browse() {
    hide_useless_render_node
    show_on_weston kiosk "/usr/lib/chromium/chromium --ozone-platform=wayland \
        --no-sandbox --disable-gpu-sandbox --no-zygote --test-type --no-first-run \
        --use-gl=angle --use-angle=gles --ignore-gpu-blocklist --enable-gpu-rasterization \
        --ipc-connection-timeout=600 --disable-gpu-watchdog --disable-hang-monitor \
        --disable-background-networking --disable-component-update \
        --disable-extensions --disable-sync --disable-breakpad --user-data-dir=/tmp/browser --enable-logging=stderr \
        --allow-file-access-from-files --hide-scrollbars --kiosk file:///tmp/$1"
}

# Draws the banner on the text console. Nothing here may depend on time, kernel version or device: two guests
# on two devices must show the same picture.
banner() {
    {
        printf '\033[?25l\033[2J\033[H\n'
        printf '  \033[1;37mvhost-wgpu\033[0m test guest: \033[32mtext on a virtual GPU\033[0m\n\n'
        printf '  The quick brown fox jumps over the lazy dog. 0123456789 !"#$%%&()*+,-./:;<=>?@\n\n'
        for attribute in 0 1; do
            printf '  '
            for colour in 0 1 2 3 4 5 6 7; do
                printf '\033[%s;3%s;40m colour %s \033[0m ' $attribute $colour $colour
            done
            printf '\n'
        done
        printf '\n  '
        for colour in 0 1 2 3 4 5 6 7; do printf '\033[4%sm          \033[0m' $colour; done
        printf '\n  '
        for colour in 0 1 2 3 4 5 6 7; do printf '\033[4%sm          \033[0m' $colour; done
        printf '\n\n'
    } > /dev/tty0
}
