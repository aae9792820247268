// Qt Quick: controls, clips by stencil, a layer of four samples, shapes, text by distance fields. Nothing moves.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import QtQuick.Shapes

ApplicationWindow {
    width: 900
    height: 640
    visible: true
    color: "#f0f0f4"
    ColumnLayout {
        x: 16
        y: 60
        Button { text: "A button" }
        CheckBox { text: "checked"; checked: true }
        Slider { value: 0.6 }
        ProgressBar { value: 0.4 }
        Switch { checked: true }
        ComboBox { model: ["one", "two"] }
        Dial { value: 0.3 }
        Label { text: "Large text"; font.pixelSize: 40; font.bold: true }
    }
    Item {
        x: 240
        Rectangle {
            x: 20; y: 20; width: 160; height: 120; radius: 24; border.width: 4; border.color: "#204060"
            gradient: Gradient {
                GradientStop { position: 0; color: "#80c0ff" }
                GradientStop { position: 1; color: "#204080" }
            }
        }
        Rectangle { x: 100; y: 90; width: 160; height: 120; color: "#80ff4000"; rotation: 20; antialiasing: true }
        Rectangle {
            x: 240; y: 20; width: 120; height: 120; clip: true; color: "#333"
            Rectangle { x: 60; y: 60; width: 100; height: 100; radius: 50; color: "gold" }
        }
        Rectangle {
            // A rotated clip is drawn into the stencil.
            x: 240; y: 160; width: 120; height: 120; clip: true; rotation: 30; color: "#333"
            Rectangle { x: 60; y: 60; width: 100; height: 100; radius: 50; color: "lime" }
        }
        Item {
            x: 30; y: 260; width: 160; height: 100; opacity: 0.5; layer.enabled: true; layer.samples: 4
            Rectangle { width: 100; height: 100; color: "red" }
            Rectangle { x: 50; y: 20; width: 100; height: 70; color: "blue"; rotation: 10 }
        }
        Shape {
            x: 20; y: 400; width: 200; height: 160
            ShapePath {
                strokeWidth: 5; strokeColor: "purple"; startX: 10; startY: 150
                fillGradient: LinearGradient {
                    x1: 0; y1: 0; x2: 200; y2: 160
                    GradientStop { position: 0; color: "yellow" }
                    GradientStop { position: 1; color: "green" }
                }
                PathCubic { x: 190; y: 150; control1X: 30; control1Y: -60; control2X: 160; control2Y: 60 }
                PathLine { x: 100; y: 100 }
                PathLine { x: 10; y: 150 }
            }
        }
        Text { x: 240; y: 400; text: "rotated\ntext"; rotation: -25; font.pixelSize: 32; color: "#802020" }
        Text { x: 240; y: 520; text: "outlined"; style: Text.Outline; styleColor: "white"; font.pixelSize: 48; color: "#208020" }
        Canvas {
            x: 400; y: 20; width: 100; height: 100
            onPaint: {
                const painter = getContext("2d");
                painter.fillStyle = "teal";
                painter.arc(50, 50, 45, 0, 4.5);
                painter.lineTo(50, 50);
                painter.fill();
            }
        }
    }
}
